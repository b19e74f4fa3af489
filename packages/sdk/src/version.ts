/** Sent with every call; a test holds it to the package's own. */
export const sdkVersion = "0.1.0";
