package dev.bantam.converter;

import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.build.Folder;
import dev.bantam.converter.onnx.OnnxFrontEnd;
import dev.bantam.converter.tensorflow.TensorFlowFrontEnd;
import dev.bantam.graph.Graph;
import dev.bantam.model.TfliteFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Turns a source of any known format into a graph. */
public final class Converter {
  private final Limits limits;
  private final Folder constants = new ConstantFolder();

  public Converter() {
    this(Limits.STANDARD);
  }

  public Converter(Limits limits) {
    this.limits = limits;
  }

  /**
   * Converts a file or the folder of a SavedModel.
   *
   * @throws ConversionException if the source is broken, or has something in it that we cannot do
   */
  public Conversion convert(Path source, ConversionOptions options) {
    if (!Files.exists(source))
      throw new ConversionException(Kind.MISSING_FILE, "\"%s\" is not there", source.getFileName());
    if (Files.isDirectory(source))
      return new TensorFlowFrontEnd(limits, constants).savedModel(source, options);
    var bytes = read(source);
    var format = recognise(bytes);
    return switch (format) {
      case ONNX -> new OnnxFrontEnd(folderOf(source), limits, constants).convert(bytes, options);
      case GRAPH_DEF -> new TensorFlowFrontEnd(limits, constants).frozenGraph(bytes, options);
      case TFLITE -> passed(source);
      case SAVED_MODEL -> SavedModelArchive.convert(source, limits, constants, options);
      case KERAS -> KerasFile.convert(source, bytes, limits);
    };
  }

  private static SourceFolder folderOf(Path source) {
    var folder = source.toAbsolutePath().getParent();
    return new SourceFolder(folder == null ? source.toAbsolutePath() : folder);
  }

  private byte[] read(Path source) {
    try {
      long size = Files.size(source);
      if (size > limits.fileBytes()) {
        throw new ConversionException(
            Kind.TOO_LARGE, "%d bytes, must be at most %d", size, limits.fileBytes());
      }
      return Files.readAllBytes(source);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What the bytes are, by their first few; protobuf messages have no mark, but a first field. */
  static SourceFormat recognise(byte[] bytes) {
    if (startsWith(bytes, 4, "TFL3")) return SourceFormat.TFLITE;
    if (startsWith(bytes, 0, "PK\3\4"))
      return SavedModelArchive.holds(bytes) ? SourceFormat.SAVED_MODEL : SourceFormat.KERAS;
    if (startsWith(bytes, 1, "HDF\r\n\32\n")) return SourceFormat.KERAS;
    // ir_version comes first in ONNX, and is a number; a graph begins with a node.
    if (bytes.length > 0 && bytes[0] == 0x0A) return SourceFormat.GRAPH_DEF;
    if (bytes.length > 1 && (bytes[0] == 0x08 || bytes[0] == 0x3A)) return SourceFormat.ONNX;
    throw new ConversionException(
        Kind.MALFORMED,
        "%d bytes that are no model of a known format (%s)",
        bytes.length,
        List.of(SourceFormat.values()));
  }

  private static boolean startsWith(byte[] bytes, int at, String mark) {
    if (bytes.length < at + mark.length()) return false;
    for (int i = 0; i < mark.length(); i++)
      if (bytes[at + i] != (byte) mark.charAt(i)) return false;
    return true;
  }

  private static Conversion passed(Path source) {
    try {
      Graph graph = TfliteFile.read(source);
      var main = graph.main();
      return new Conversion(
          SourceFormat.TFLITE,
          graph,
          main.inputs().stream().map(i -> main.tensor(i).name()).toList(),
          main.outputs().stream().map(i -> main.tensor(i).name()).toList(),
          List.of(),
          List.of());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
