package dev.bantam.model;

import dev.bantam.model.Schema.Enumeration;
import dev.bantam.model.Schema.Field;
import dev.bantam.model.Schema.Reference;
import dev.bantam.model.Schema.Scalar;
import dev.bantam.model.Schema.Table;
import dev.bantam.model.Schema.Text;
import dev.bantam.model.Schema.Type;
import dev.bantam.model.Schema.Union;
import dev.bantam.model.Schema.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads as much of the FlatBuffers schema language as {@code tflite.fbs} is written in. */
final class SchemaParser {
  private static final Pattern TOKEN =
      Pattern.compile("//[^\n]*|[A-Za-z_][A-Za-z_0-9]*|-?[0-9.]+|\"[^\"]*\"|[{}()\\[\\]:;,=]");

  private final List<String> tokens;
  private final Map<String, Enumeration> enums = new HashMap<>();
  private final Map<String, Union> unions = new HashMap<>();
  private final Map<String, Table> tables = new HashMap<>();
  private int next;

  SchemaParser(String text) {
    tokens =
        TOKEN
            .matcher(text)
            .results()
            .map(match -> match.group())
            .filter(token -> !token.startsWith("//"))
            .toList();
  }

  Schema parse() {
    while (next < tokens.size()) {
      switch (take()) {
        case "enum" -> enumeration();
        case "union" -> union();
        case "table" -> table();
        case "namespace", "file_identifier", "file_extension", "root_type" -> statement();
        default -> throw unexpected(tokens.get(next - 1));
      }
    }
    return new Schema(tables, unions);
  }

  private void statement() {
    take();
    expect(";");
  }

  private void enumeration() {
    var name = take();
    expect(":");
    var base = scalar(take());
    expect("{");
    var names = new TreeMap<Long, String>();
    while (!accept("}")) {
      var constant = take();
      expect("=");
      names.put(Long.parseLong(take()), constant);
      accept(",");
    }
    enums.put(name, new Enumeration(name, base, names));
  }

  private void union() {
    var name = take();
    expect("{");
    var members = new ArrayList<String>();
    while (!accept("}")) {
      members.add(take());
      accept(",");
    }
    unions.put(name, new Union(name, members));
  }

  private void table() {
    var name = take();
    expect("{");
    var fields = new ArrayList<Field>();
    int slot = 0;
    while (!accept("}")) {
      var fieldName = take();
      expect(":");
      var type = type();
      if (type instanceof Union) slot++; // its kind comes first
      double otherwise = accept("=") ? value(type, take()) : 0;
      boolean retired = accept("(") && attributes();
      expect(";");
      if (!retired) fields.add(new Field(fieldName, slot, type, otherwise));
      slot++;
    }
    tables.put(name, new Table(name, slot, fields));
  }

  /** Whether the field is retired; of the other attributes none changes what is read. */
  private boolean attributes() {
    boolean retired = false;
    while (!accept(")")) retired |= take().equals("deprecated");
    return retired;
  }

  private Type type() {
    if (accept("[")) {
      var element = type();
      expect("]");
      return new Vector(element);
    }
    var name = take();
    if (name.equals("string")) return new Text();
    var enumeration = enums.get(name);
    if (enumeration != null) return enumeration;
    var union = unions.get(name);
    if (union != null) return union;
    return Character.isUpperCase(name.charAt(0)) ? new Reference(name) : scalar(name);
  }

  private static Scalar scalar(String name) {
    return Scalar.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static double value(Type type, String text) {
    if (type instanceof Enumeration names) return names.value(text).orElseThrow();
    return switch (text) {
      case "true" -> 1;
      case "false" -> 0;
      default -> Double.parseDouble(text);
    };
  }

  private String take() {
    if (next == tokens.size()) throw unexpected("the end");
    return tokens.get(next++);
  }

  private boolean accept(String token) {
    if (next == tokens.size() || !tokens.get(next).equals(token)) return false;
    next++;
    return true;
  }

  private void expect(String token) {
    if (!accept(token)) throw unexpected(next == tokens.size() ? "the end" : tokens.get(next));
  }

  private IllegalStateException unexpected(String token) {
    return new IllegalStateException("schema: \"%s\" at token %d".formatted(token, next));
  }
}
