package dev.bantam.dataset;

import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Pictures or recordings in one folder for each class; classes are the folders' names, sorted. */
final class ClassFolders implements Dataset {
  private final SampleFiles files;
  private final DatasetLimits limits;
  private final List<String> classes;
  private final List<String> paths;
  private final int[] labels;

  ClassFolders(SampleFiles files, DatasetLimits limits) {
    this.files = files;
    this.limits = limits;
    paths = files.paths().stream().filter(ClassFolders::isSample).toList();
    var names = new TreeSet<String>();
    for (var path : paths) names.add(folder(path));
    classes = List.copyOf(names);
    labels = paths.stream().mapToInt(path -> classes.indexOf(folder(path))).toArray();
    check();
  }

  private void check() {
    if (paths.isEmpty()) {
      throw DatasetException.invalid(
          files.name(),
          "no samples found; there must be one folder for each class with its .jpg, .png or .wav files");
    }
    if (paths.size() > limits.samples()) {
      throw DatasetException.tooLarge(
          files.name(), "%d samples, at most %d", paths.size(), limits.samples());
    }
    if (classes.size() > limits.classes()) {
      throw DatasetException.tooLarge(
          files.name(), "%d classes, at most %d", classes.size(), limits.classes());
    }
  }

  /** The folder that the file lies in: archives often have one folder around all. */
  private static String folder(String path) {
    var parts = path.split("/");
    return parts[parts.length - 2];
  }

  private static boolean isSample(String path) {
    var lower = path.toLowerCase(Locale.ROOT);
    boolean known = Pictures.isPicture(lower) || Recordings.isRecording(lower);
    boolean hidden =
        lower.startsWith("__macosx/")
            || lower.substring(lower.lastIndexOf('/') + 1).startsWith(".");
    return known && !hidden && lower.contains("/");
  }

  @Override
  public String name() {
    return files.name();
  }

  @Override
  public int size() {
    return paths.size();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public String sampleName(int i) {
    return paths.get(i);
  }

  @Override
  public int label(int i) {
    return labels[i];
  }

  @Override
  public Sample sample(int i) {
    var path = paths.get(i);
    try {
      var bytes = files.read(path, limits.sampleBytes());
      return Recordings.isRecording(path.toLowerCase(Locale.ROOT))
          ? Recordings.decode(path, bytes)
          : Pictures.decode(path, bytes, limits);
    } catch (IOException e) {
      throw new DatasetException(
          ErrorCode.INVALID_DATASET, path, "cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
