package dev.bantam.npz;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One array in NumPy's format, versions 1 to 3, either byte order, C or Fortran order. */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /**
   * @param most bytes of values
   */
  static Literal read(String place, InputStream in, long most) throws IOException {
    var header = NpyHeader.parse(place, header(place, in));
    long bytes = header.bytes(place);
    if (bytes > most)
      throw NpzException.tooLarge(place, "%d bytes of values, at most %d", bytes, most);
    var values = in.readNBytes((int) bytes);
    if (values.length < bytes) {
      throw NpzException.invalid(
          place,
          "%d bytes of values for shape %s, must be %d",
          values.length,
          header.shape(),
          bytes);
    }
    if (in.read() >= 0) throw NpzException.invalid(place, "there are bytes behind the values");
    if (header.bigEndian()) reverse(values, elementWidth(header));
    if (header.fortran()) values = rowMajor(values, header);
    return literal(header, values);
  }

  private static String header(String place, InputStream in) throws IOException {
    var start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw NpzException.invalid(place, "is no .npy array: it does not begin with \\x93NUMPY");
    }
    int version = start[6];
    if (version < 1 || version > 3)
      throw NpzException.invalid(place, ".npy version %d, must be 1, 2 or 3", version);
    var sizes = in.readNBytes(version == 1 ? 2 : 4);
    long length = 0;
    for (int i = sizes.length - 1; i >= 0; i--) length = length << 8 | (sizes[i] & 255);
    if (length > LONGEST_HEADER)
      throw NpzException.tooLarge(
          place, "a header of %d bytes, at most %d", length, LONGEST_HEADER);
    var text = in.readNBytes((int) length);
    if (text.length < length) throw new EOFException("the header ends early");
    return new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  /** Complex numbers are two elements as far as byte order goes. */
  private static int elementWidth(NpyHeader header) {
    return header.dtype() == DType.C64 || header.dtype() == DType.C128
        ? header.width() / 2
        : header.width();
  }

  private static void reverse(byte[] values, int width) {
    for (int start = 0; start < values.length; start += width) {
      for (int i = start, j = start + width - 1; i < j; i++, j--) {
        byte swapped = values[i];
        values[i] = values[j];
        values[j] = swapped;
      }
    }
  }

  private static byte[] rowMajor(byte[] values, NpyHeader header) {
    var extents = header.shape().toArray();
    int width = header.width();
    var ordered = new byte[values.length];
    var index = new int[extents.length];
    for (int to = 0; to < values.length; to += width) {
      long from = 0;
      for (int axis = extents.length - 1; axis >= 0; axis--)
        from = from * extents[axis] + index[axis];
      System.arraycopy(values, (int) from * width, ordered, to, width);
      for (int axis = extents.length - 1; axis >= 0 && ++index[axis] == extents[axis]; axis--)
        index[axis] = 0;
    }
    return ordered;
  }

  private static Literal literal(NpyHeader header, byte[] values) {
    if (header.dtype() != DType.STR) {
      if (header.dtype() == DType.BOOL)
        for (int i = 0; i < values.length; i++) if (values[i] != 0) values[i] = 1;
      return new Literal(
          new TensorType(header.dtype(), header.shape()), MemorySegment.ofArray(values));
    }
    List<byte[]> strings = new ArrayList<>();
    for (long i = 0; i < header.shape().elements(); i++) {
      int from = (int) (i * header.width());
      int to = from + header.width();
      while (to > from && values[to - 1] == 0) to--;
      strings.add(Arrays.copyOfRange(values, from, to));
    }
    return Literal.strings(header.shape(), strings);
  }

  static void write(OutputStream out, Literal literal) throws IOException {
    var type = literal.type();
    int width = type.dtype() == DType.STR ? longest(literal) : 0;
    var text = NpyHeader.text(type.dtype(), width, type.shape());
    int padding = ALIGNMENT - (MAGIC.length + 4 + text.length() + 1) % ALIGNMENT;
    var line =
        (text + " ".repeat(padding % ALIGNMENT) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) line.length, (byte) (line.length >> 8)});
    out.write(line);
    if (type.dtype() == DType.STR) {
      for (long i = 0; i < literal.elements(); i++)
        out.write(Arrays.copyOf(literal.string(i), Math.max(width, 1)));
    } else {
      copy(literal.bytes(), out);
    }
  }

  private static int longest(Literal literal) {
    int longest = 0;
    for (long i = 0; i < literal.elements(); i++)
      longest = Math.max(longest, literal.string(i).length);
    return longest;
  }

  private static void copy(MemorySegment bytes, OutputStream out) throws IOException {
    int chunk = 1 << 20;
    for (long at = 0; at < bytes.byteSize(); at += chunk) {
      long size = Math.min(chunk, bytes.byteSize() - at);
      out.write(bytes.asSlice(at, size).toArray(Literal.I8));
    }
  }
}
