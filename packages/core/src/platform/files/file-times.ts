/** For how long the address of an upload takes bytes: long enough for a phone with little network. */
export const uploadMs = 15 * 60_000;
