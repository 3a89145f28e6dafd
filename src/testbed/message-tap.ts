/**
 * Message faults act on one request or one response of a port, below the call's deadline: whatever a tap does, the call
 * still times out when its time is over. The same words on every testbed.
 */

/** One call of a port, as a tap sees it. */
export interface TappedCall {
  /** Numbers the calls of one port, from 1. */
  readonly call: number;
  /** In upper case: `SET`, `EVAL`. */
  readonly command: string;
}

/**
 * What happens to one message.
 * - `pass` nothing.
 * - `drop` it never arrives.
 * - `hold` it arrives when `released` resolves. A held request is sent even when its caller has given up by then.
 * - `replay` it arrives now, and a request arrives once more when `again` resolves (the second answer goes nowhere). A
 *   response is not replayed: no client has a use for a second answer.
 */
export type MessageFate =
  | 'pass'
  | 'drop'
  | { readonly kind: 'hold'; readonly released: Promise<void> }
  | { readonly kind: 'replay'; readonly again: Promise<void> };

/** Decides about the messages of one port. Asked once for each request, and once for each response that came. */
export interface MessageTap {
  onRequest(call: TappedCall): MessageFate;
  onResponse(call: TappedCall): MessageFate;
}
