package dev.bantam.kit.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON against the schemas of a contract, as far as the contract uses them: types, what must be
 * there, lists, words to choose from, and compositions. A property that no schema knows is an
 * error, for the contract is to say all of it.
 */
final class SchemaCheck {
  /** Marks a schema that others complete. */
  private static final String OPEN = "x-part-of-a-composition";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode contract;

  SchemaCheck(JsonNode contract) {
    this.contract = contract;
  }

  /** The schema of that name. */
  static JsonNode reference(String name) {
    return JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
  }

  /** Fails with all that is wrong with a text. */
  void verify(String what, JsonNode schema, String text) {
    var wrong = new ArrayList<String>();
    check(JSON.readTree(text), schema, "", wrong);
    if (wrong.isEmpty()) return;
    throw new AssertionError(
        "%s: the answer is not what the contract says: %s; it is %s"
            .formatted(what, String.join("; ", wrong), text));
  }

  private void check(JsonNode value, JsonNode given, String place, List<String> wrong) {
    var schema = resolved(given);
    for (var part : schema.path("allOf")) check(value, open(part), place, wrong);
    for (var word : List.of("anyOf", "oneOf")) {
      if (schema.has(word)) checkAny(value, schema.path(word), place, wrong);
    }
    if (schema.has("type") && !isOf(value, schema.path("type"))) {
      wrong.add("%s is %s, must be %s".formatted(place, value.getNodeType(), schema.path("type")));
      return;
    }
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      wrong.add("%s is %s, must be one of %s".formatted(place, value, schema.path("enum")));
    }
    if (value.isObject()) checkObject(value, schema, place, wrong);
    for (int i = 0; value.isArray() && schema.has("items") && i < value.size(); i++) {
      check(value.get(i), schema.path("items"), place + "/" + i, wrong);
    }
  }

  private void checkAny(JsonNode value, JsonNode schemas, String place, List<String> wrong) {
    var all = new ArrayList<String>();
    for (var schema : schemas) {
      var own = new ArrayList<String>();
      check(value, schema, place, own);
      if (own.isEmpty()) return;
      all.addAll(own);
    }
    wrong.addAll(all);
  }

  private void checkObject(JsonNode value, JsonNode schema, String place, List<String> wrong) {
    for (var name : schema.path("required")) {
      if (!value.has(name.asString()))
        wrong.add("%s/%s is missing".formatted(place, name.asString()));
    }
    var known = properties(schema);
    boolean all = !schema.has("additionalProperties") && !known.isEmpty() && !schema.has(OPEN);
    for (var property : value.properties()) {
      var inner = place + "/" + property.getKey();
      var own = schema.path("properties").get(property.getKey());
      if (own != null) {
        check(property.getValue(), own, inner, wrong);
      } else if (schema.path("additionalProperties").isObject()) {
        check(property.getValue(), schema.path("additionalProperties"), inner, wrong);
      } else if (all && !known.contains(property.getKey())) {
        wrong.add(inner + " is not known");
      }
    }
  }

  /** A part of a composition knows only its own properties, and the others are no fault of it. */
  private JsonNode open(JsonNode part) {
    var copy = JSON.createObjectNode();
    resolved(part).properties().forEach(it -> copy.set(it.getKey(), it.getValue()));
    return copy.put(OPEN, true);
  }

  private Set<String> properties(JsonNode given) {
    var schema = resolved(given);
    var names = new HashSet<>(schema.path("properties").propertyNames());
    for (var part : schema.path("allOf")) names.addAll(properties(part));
    return names;
  }

  private JsonNode resolved(JsonNode schema) {
    var reference = Optional.ofNullable(schema.get("$ref")).map(JsonNode::asString);
    if (reference.isEmpty()) return schema;
    var target = contract.at(reference.get().substring(1));
    if (target.isMissingNode()) {
      throw new AssertionError("the contract has no %s".formatted(reference.get()));
    }
    return resolved(target);
  }

  private static boolean isOf(JsonNode value, JsonNode types) {
    return (types.isArray() ? types.valueStream() : Stream.of(types))
        .anyMatch(type -> isOf(value, type.asString()));
  }

  private static boolean isOf(JsonNode value, String type) {
    return switch (type) {
      case "null" -> value.isNull();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> throw new IllegalArgumentException("no such type: " + type);
    };
  }
}
