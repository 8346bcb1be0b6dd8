package dev.bantam.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.bantam.error.ErrorCode;
import dev.bantam.type.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A table with a header: numbers, and one column with the class, named {@code label}, {@code class}
 * or {@code y}, or the last.
 */
final class CsvDataset {
  private static final List<String> LABELS = List.of("label", "class", "y");

  private CsvDataset() {}

  static Dataset read(Path path, DatasetLimits limits) throws IOException {
    var name = String.valueOf(path.getFileName());
    if (Files.size(path) > limits.tableBytes()) {
      throw DatasetException.tooLarge(
          name, "%d bytes, at most %d", Files.size(path), limits.tableBytes());
    }
    try (var csv = CsvReader.builder().ofNamedCsvRecord(path)) {
      var rows = csv.stream().limit(limits.samples() + 1L).toList();
      if (rows.size() > limits.samples())
        throw DatasetException.tooLarge(name, "more than %d samples", limits.samples());
      if (rows.isEmpty()) throw DatasetException.invalid(name, "has a header and no samples");
      return table(name, rows);
    } catch (CsvParseException e) {
      throw new DatasetException(
          ErrorCode.INVALID_DATASET, name, "is no CSV file: " + e.getMessage(), e);
    }
  }

  private static Dataset table(String name, List<NamedCsvRecord> rows) {
    var header = rows.getFirst().getHeader();
    int column = labelColumn(header);
    var texts = new ArrayList<String>();
    var values = new float[Math.multiplyExact(rows.size(), header.size() - 1)];
    int at = 0;
    for (var row : rows) {
      if (row.getFieldCount() != header.size()) {
        throw DatasetException.invalid(
            name,
            "line %d has %d fields, must have %d",
            row.getStartingLineNumber(),
            row.getFieldCount(),
            header.size());
      }
      texts.add(row.getField(column).strip());
      for (int i = 0; i < header.size(); i++) {
        if (i != column) values[at++] = number(name, row, header.get(i), row.getField(i));
      }
    }
    var classes = classes(texts);
    var labels = texts.stream().mapToInt(classes::indexOf).toArray();
    return new TableDataset(name, classes, Shape.of(header.size() - 1), values, labels);
  }

  private static int labelColumn(List<String> header) {
    for (int i = 0; i < header.size(); i++) {
      if (LABELS.contains(header.get(i).strip().toLowerCase(java.util.Locale.ROOT))) return i;
    }
    return header.size() - 1;
  }

  private static float number(String name, NamedCsvRecord row, String column, String text) {
    try {
      return Float.parseFloat(text.strip());
    } catch (NumberFormatException e) {
      throw new DatasetException(
          ErrorCode.INVALID_DATASET,
          name,
          "line %d, column \"%s\": \"%s\" is no number, must be a finite one"
              .formatted(row.getStartingLineNumber(), column, text),
          e);
    }
  }

  /**
   * Names sorted; if all are whole numbers, every number up to the largest, so that a label is its
   * number.
   */
  private static List<String> classes(List<String> texts) {
    boolean numbers = texts.stream().allMatch(text -> text.matches("\\d{1,5}"));
    if (!numbers) return List.copyOf(new TreeSet<>(texts));
    return numbered(texts.stream().mapToInt(Integer::parseInt).max().orElse(0) + 1);
  }

  /** Classes that have no names. */
  static List<String> numbered(int count) {
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) names.add(String.valueOf(i));
    return names;
  }
}
