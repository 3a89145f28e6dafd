/**
 * The version of this specification. The first number rises when a history that was judged one way is to be judged
 * another way on purpose, so that a certificate of before means something else; the second when something is added.
 */
export const specVersion: string = '1.1';
