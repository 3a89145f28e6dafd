/** What a part of the page is handed, and what it gives. */
import type { History } from '../../../spec/history.ts';
import type { ReportModel } from '../model.ts';
import type { Address, ViewName } from './address.ts';

export interface PageContext {
  readonly model: ReportModel;
  /** The events of an exhibit, inflated when they are first asked for. Rejects where the run could not read them. */
  history(exhibit: number): Promise<History>;
  /** Goes there, as a link would. */
  go(address: Address): void;
  /** Changes the hash to what is shown by now, without a step in the browser's own history. */
  keep(address: Address): void;
}

export interface View {
  readonly name: ViewName;
  /** As the navigation names it. */
  readonly label: string;
  /** A `<section>` with an `<h2>`; hidden while another view is shown. */
  readonly element: HTMLElement;
  /** Called each time that the page comes here, and when the hash changes while it is here. */
  show(address: Address): void;
}
