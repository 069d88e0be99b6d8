/**
 * Reads an answer to its end. The limit of time is the call's own signal, which ends reading too.
 * @param most bytes
 * @throws Error when it breaks off, or is longer
 */
export async function wholeAnswer(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > most) throw new Error(`the answer is longer than ${most} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
