package dev.bantam.kit.contract;

import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Schemas of OpenAPI 3.1, where null is a type among others. */
final class Schemas {
  private static final String PREFIX = "#/components/schemas/";
  private static final String NULL = "null";

  private Schemas() {}

  static Schema<?> reference(String name) {
    return new JsonSchema().$ref(PREFIX + name);
  }

  /** The name that a reference leads to. */
  static String name(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  /** The same, or null. */
  static Schema<?> orNull(Schema<?> schema) {
    if (schema.get$ref() != null) return new JsonSchema().anyOf(List.of(schema, of(NULL)));
    var types = schema.getTypes();
    if (types != null && !types.contains(NULL)) {
      var both = new LinkedHashSet<>(types);
      both.add(NULL);
      schema.setTypes(both);
      if (schema.getEnum() != null) withNull(schema);
    }
    return schema;
  }

  /** A list of values names null too where null is one of them. */
  @SuppressWarnings("unchecked")
  private static void withNull(Schema<?> schema) {
    ((Schema<Object>) schema).addEnumItemObject(null);
  }

  static Schema<?> of(String type) {
    var schema = new JsonSchema();
    schema.setTypes(Set.of(type));
    return schema;
  }

  /** The one word that a property can have. */
  static Schema<?> word(String word) {
    var schema = new JsonSchema();
    schema.setTypes(Set.of("string"));
    schema.setEnum(List.of(word));
    return schema;
  }

  static Schema<?> object(Map<String, Schema<?>> properties, List<String> required) {
    var schema = of("object");
    properties.forEach(schema::addProperty);
    schema.setRequired(required);
    return schema;
  }

  static Schema<?> arrayOf(Schema<?> items) {
    var schema = of("array");
    schema.setItems(items);
    return schema;
  }
}
