package dev.bantam.testing;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Files made by an enemy: a fuzzer chooses a good one and edits it where offsets, lengths and
 * fields may stand.
 *
 * @param files the good ones
 */
public record Damage(List<byte[]> files) {
  private static final int MOST_EDITS = 12;
  private static final int LONGEST_COPY = 64;

  /** Values that have broken readers: bounds of the types, and small ones around zero. */
  private static final List<Integer> EDGES =
      List.of(
          0,
          1,
          2,
          4,
          7,
          8,
          -1,
          -2,
          -4,
          -8,
          127,
          128,
          255,
          256,
          65_535,
          65_536,
          1 << 30,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE - 3,
          Integer.MIN_VALUE,
          Integer.MIN_VALUE + 4);

  public Damage {
    files = List.copyOf(files);
    if (files.isEmpty()) throw new IllegalArgumentException("no files to damage");
  }

  /** A damaged copy of one of the files. */
  public byte[] file(FuzzedDataProvider choices) {
    var file = files.get(choices.consumeInt(0, files.size() - 1)).clone();
    int edits = choices.consumeInt(1, MOST_EDITS);
    for (int i = 0; i < edits && file.length >= Long.BYTES; i++) file = edited(file, choices);
    return file;
  }

  private static byte[] edited(byte[] file, FuzzedDataProvider choices) {
    var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int word = choices.consumeInt(0, file.length / Integer.BYTES - 1) * Integer.BYTES;
    switch (choices.consumeInt(0, 6)) {
      case 0 -> bytes.putInt(word, choices.pickValue(EDGES));
      case 1 -> bytes.putInt(word, choices.consumeInt());
      case 2 -> bytes.putInt(word, bytes.getInt(word) + choices.consumeInt(-64, 64));
      case 3 -> bytes.putShort(word, choices.consumeShort());
      case 4 -> bytes.put(choices.consumeInt(0, file.length - 1), choices.consumeByte());
      case 5 -> copyWithin(file, word, choices);
      default -> {
        return Arrays.copyOf(file, choices.consumeInt(0, file.length));
      }
    }
    return file;
  }

  /** Offsets that meet where they should not: one part in the place of another. */
  private static void copyWithin(byte[] file, int to, FuzzedDataProvider choices) {
    int length = Math.min(choices.consumeInt(1, LONGEST_COPY), file.length - to);
    int from = choices.consumeInt(0, file.length - length);
    System.arraycopy(file, from, file, to, length);
  }
}
