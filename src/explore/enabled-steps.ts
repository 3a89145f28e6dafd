/** Every step that the model can take from a state. */
import type { ModelAction } from '../../spec/model/action.ts';
import { modelActions } from '../../spec/model/election.ts';
import type { ElectionState, Scope } from '../../spec/model/state.ts';

/** Gets an action whose guard holds, its place in `modelActions`, the index of its elector and its token; what it does not choose is 0. */
export type StepVisitor = (action: ModelAction, place: number, elector: number, token: number) => void;

/** Visits the steps in the order of the actions, then of electors and tokens. */
export function visitSteps(state: ElectionState, scope: Scope, visit: StepVisitor): void {
  const { electors, terms } = state;
  let place = -1;
  for (const action of modelActions) {
    place += 1;
    switch (action.parameters) {
      case 'none':
        if (action.guard(state, scope, 0, 0)) visit(action, place, 0, 0);
        break;
      case 'elector':
        for (let each = 0; each < electors.length; each += 1)
          if (action.guard(state, scope, each, 0)) visit(action, place, each, 0);
        break;
      case 'term':
        for (let token = 1; token <= terms.length; token += 1) {
          const to = terms[token - 1]?.to ?? 0;
          if (action.guard(state, scope, to, token)) visit(action, place, to, token);
        }
        break;
      case 'elector-and-term':
        for (let each = 0; each < electors.length; each += 1)
          for (let token = 1; token <= terms.length; token += 1)
            if (action.guard(state, scope, each, token)) visit(action, place, each, token);
        break;
    }
  }
}
