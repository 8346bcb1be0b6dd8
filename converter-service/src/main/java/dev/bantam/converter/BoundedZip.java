package dev.bantam.converter;

import dev.bantam.converter.ConversionException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An archive, unpacked as it comes, with an end to entries, bytes and the ratio of unpacked to
 * packed.
 */
final class BoundedZip implements AutoCloseable {
  /** Small entries may be of any ratio. */
  private static final long FREE_OF_RATIO = 1 << 24;

  private final ZipFile zip;
  private final Limits limits;
  private long left;

  BoundedZip(Path file, Limits limits) {
    try {
      this.zip = new ZipFile(file.toFile());
    } catch (IOException failure) {
      throw malformed("is no intact archive: %s", failure.getMessage());
    }
    this.limits = limits;
    this.left = limits.unpackedBytes();
    if (zip.size() > limits.entries()) {
      throw new ConversionException(
          Kind.TOO_LARGE, "the archive has %d entries, at most %d", zip.size(), limits.entries());
    }
  }

  private static ConversionException malformed(
      String why, @org.jspecify.annotations.Nullable Object... details) {
    return new ConversionException(Kind.MALFORMED, "the archive %s", why.formatted(details));
  }

  /** Names of all files; refused if one would leave a folder that it is unpacked into. */
  List<String> names() {
    var names = new ArrayList<String>();
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      var name = entries.nextElement().getName();
      boolean climbs = List.of(name.split("[/\\\\]", -1)).contains("..");
      if (climbs || name.startsWith("/") || name.indexOf('\\') >= 0)
        throw malformed("has an entry \"%s\", which leads outside of its folder", name);
      if (!name.endsWith("/")) names.add(name);
    }
    return names;
  }

  /** Copies an entry; refused once it has more bytes than it may. */
  void copy(String name, OutputStream to, long most) {
    var entry = zip.getEntry(name);
    if (entry == null) throw malformed("has no entry \"%s\"", name);
    long packed = Math.max(1, entry.getCompressedSize());
    long allowed = Math.min(Math.min(left, most), Math.max(FREE_OF_RATIO, packed * limits.ratio()));
    try (var in = zip.getInputStream(entry)) {
      left -= copy(in, to, allowed, name);
    } catch (ZipException | EOFException failure) {
      throw malformed("is broken at \"%s\": %s", name, failure.getMessage());
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static long copy(InputStream in, OutputStream to, long allowed, String name)
      throws IOException {
    var buffer = new byte[1 << 16];
    long total = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      total += n;
      if (total > allowed) {
        throw new ConversionException(
            Kind.TOO_LARGE,
            "entry \"%s\" of the archive unpacks to more than %d bytes",
            name,
            allowed);
      }
      to.write(buffer, 0, n);
    }
    return total;
  }

  byte[] bytes(String name, long most) {
    var out = new ByteArrayOutputStream();
    copy(name, out, most);
    return out.toByteArray();
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
