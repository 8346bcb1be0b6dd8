package dev.bantam.converter;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.bantam.testing.Damage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Sources of every format, damaged: they are converted, or refused as the reader refuses. */
final class DamagedSource {
  private static final long LARGEST_SEED = 20_000;

  /** Enough of the single-operator sources to reach each rule; all of them would be too many. */
  private static final int EVERY_NTH = 5;

  private final Path file;
  private final Damage damage;

  /** Writes each of them into that folder, over the one before. */
  DamagedSource(Path folder) throws IOException {
    file = folder.resolve("damaged");
    var seeds = new ArrayList<byte[]>();
    var nodes = Sources.in("sources/onnx/nodes");
    for (int i = 0; i < nodes.size(); i += EVERY_NTH) add(nodes.get(i), seeds);
    for (var source : Sources.in("sources/graphdef")) add(source, seeds);
    for (var source : Sources.in("sources/saved_model")) {
      if (Files.isDirectory(source)) {
        var archive = zip(source);
        if (archive.length <= LARGEST_SEED) seeds.add(archive);
      }
    }
    damage = new Damage(seeds);
  }

  private static void add(Path source, ArrayList<byte[]> seeds) throws IOException {
    if (Files.isRegularFile(source) && Files.size(source) <= LARGEST_SEED) {
      seeds.add(Files.readAllBytes(source));
    }
  }

  /** Stored and not compressed, so that damage reaches what is in the archive. */
  private static byte[] zip(Path root) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes);
        var files = Files.walk(root)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var content = Files.readAllBytes(file);
        var sum = new CRC32();
        sum.update(content);
        var entry = new ZipEntry(root.relativize(file).toString());
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return bytes.toByteArray();
  }

  void convertOrRefuse(FuzzedDataProvider choices) throws IOException {
    Files.write(file, damage.file(choices));
    try {
      new Converter().convert(file, ConversionOptions.NONE);
    } catch (ConversionException expected) {
      // a refusal is one of the two right answers
    }
  }
}
