/** All models by name, as `--model` names them. */
import type { AnyModel } from './model.ts';

/** Widened here, once: whoever judges by a model passes its states on without looking into them. */
export const models: readonly AnyModel[] = [];

export function modelNamed(name: string): AnyModel | undefined {
  return models.find((model) => model.name === name);
}
