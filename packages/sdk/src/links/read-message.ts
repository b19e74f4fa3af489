import { unreadable } from "../read-error.ts";

/** What came over a live connection; whoever says what is not JSON is not Mainstay. */
export function readMessage<T>(text: unknown): T {
  try {
    return JSON.parse(String(text)) as T;
  } catch (error) {
    throw unreadable(0, error);
  }
}
