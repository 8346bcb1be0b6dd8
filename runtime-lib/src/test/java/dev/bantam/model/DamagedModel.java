package dev.bantam.model;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.bantam.testing.Fixtures;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Files made by an enemy: the fuzzer chooses a published model and edits it where a FlatBuffer's
 * offsets, lengths and fields stand. Whatever comes out is read, or refused with a {@link
 * ModelException}; anything else is a finding.
 */
final class DamagedModel {
  private static final int MOST_EDITS = 12;
  private static final int LARGEST_SEED = 16_000;

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
          Integer.MAX_VALUE,
          Integer.MAX_VALUE - 3,
          Integer.MIN_VALUE,
          Integer.MIN_VALUE + 4,
          1 << 30);

  private final List<byte[]> models = new ArrayList<>();

  /** Reads the published models that are small enough to be damaged thousands of times a second. */
  DamagedModel() throws IOException {
    for (var file : Fixtures.models("")) {
      if (Files.size(file) <= LARGEST_SEED) models.add(Files.readAllBytes(file));
    }
  }

  /** Reads the model that the fuzzer made of a published one. */
  void readOrRefuse(FuzzedDataProvider choices) {
    var file = models.get(choices.consumeInt(0, models.size() - 1)).clone();
    int edits = choices.consumeInt(1, MOST_EDITS);
    for (int i = 0; i < edits && file.length >= Long.BYTES; i++) file = edited(file, choices);
    try {
      TfliteFile.read(MemorySegment.ofArray(file), Limits.DEFAULT);
    } catch (ModelException expected) {
      // a refusal is one of the two right answers
    }
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

  /** Offsets that meet where they should not: one table in the place of another. */
  private static void copyWithin(byte[] file, int to, FuzzedDataProvider choices) {
    int length = Math.min(choices.consumeInt(1, 64), file.length - to);
    int from = choices.consumeInt(0, file.length - length);
    System.arraycopy(file, from, file, to, length);
  }
}
