/** Control characters, what turns text around, and line breaks: they make one name look like another. */
export const hasUnseen = (text: string): boolean => /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text);
