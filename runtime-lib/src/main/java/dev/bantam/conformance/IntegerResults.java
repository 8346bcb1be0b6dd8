package dev.bantam.conformance;

import dev.bantam.digest.Sha256;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The integers that a case gave, in all outputs of all invocations: what must be equal, bit for
 * bit, on every device, whatever a case allows beside its expected values.
 *
 * @param count of the elements, booleans and packed integers among them
 * @param digest SHA-256 of their types and values in hexadecimal digits; that of nothing where the
 *     case has no such output
 */
public record IntegerResults(long count, String digest) {
  /** What a case leaves behind that did not come to its end. */
  public static final IntegerResults NONE = new Collector().results();

  /** Takes one output after the other. */
  static final class Collector {
    private final MessageDigest digest = Sha256.begun();
    private long count;

    void add(Literal output) {
      if (!isExact(output.type().dtype())) return;
      digest.update(output.type().toString().getBytes(StandardCharsets.UTF_8));
      var element = ByteBuffer.allocate(Long.BYTES);
      for (long i = 0; i < output.elements(); i++) {
        digest.update(element.clear().putLong(output.integer(i)).flip());
      }
      count += output.elements();
    }

    /** May be called once. */
    IntegerResults results() {
      return new IntegerResults(count, HexFormat.of().formatHex(digest.digest()));
    }

    private static boolean isExact(DType dtype) {
      return switch (dtype.kind()) {
        case BOOL, SIGNED, UNSIGNED, PACKED -> true;
        case FLOAT, MINIFLOAT, COMPLEX, HOST -> false;
      };
    }
  }
}
