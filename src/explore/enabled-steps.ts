/** Every step that the model can take from a state. */
import type { ModelAction } from '../../spec/model/action.ts';
import { modelActions } from '../../spec/model/election.ts';
import type { ElectionState, Scope } from '../../spec/model/state.ts';

/** Gets an action whose guard holds, the index of its elector and its token; what it does not choose is 0. */
export type StepVisitor = (action: ModelAction, elector: number, token: number) => void;

/** Visits the steps in the order of the actions, then of electors and tokens. */
export function visitSteps(state: ElectionState, scope: Scope, visit: StepVisitor): void {
  const { electors, terms } = state;
  for (const action of modelActions) {
    switch (action.parameters) {
      case 'none':
        if (action.guard(state, scope, 0, 0)) visit(action, 0, 0);
        break;
      case 'elector':
        for (let each = 0; each < electors.length; each += 1)
          if (action.guard(state, scope, each, 0)) visit(action, each, 0);
        break;
      case 'term':
        for (let place = 0; place < terms.length; place += 1) {
          const to = terms[place]?.to ?? 0;
          if (action.guard(state, scope, to, place + 1)) visit(action, to, place + 1);
        }
        break;
      case 'elector-and-term':
        for (let each = 0; each < electors.length; each += 1)
          for (let token = 1; token <= terms.length; token += 1)
            if (action.guard(state, scope, each, token)) visit(action, each, token);
        break;
    }
  }
}
