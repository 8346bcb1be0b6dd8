package dev.bantam.kit.test;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Holds each answer of a service against its contract: the status, the media type, and the body of
 * what is JSON. Every test that asks a service for something is a test of its contract, too.
 */
final class ContractCheck {
  /** What HTTP says of these holds for each address, so the contract says nothing. */
  private static final Set<String> OF_EVERY_ADDRESS = Set.of("HEAD", "OPTIONS");

  private static final String API = "/api/v1/";
  private static final String PROBLEM = "application/problem+json";
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

  private final JsonNode contract;
  private final SchemaCheck schemas;

  ContractCheck(JsonNode contract) {
    this.contract = contract;
    this.schemas = new SchemaCheck(contract);
  }

  /**
   * Fails where the contract does not know such an answer.
   *
   * @param type the media type; empty where there is none
   * @param body none where it was not read
   */
  void verify(String method, String path, int status, String type, Optional<String> body) {
    if (!path.startsWith(API) || OF_EVERY_ADDRESS.contains(method)) return;
    var answers = answers(method, path.replaceAll("\\?.*", ""));
    var known = answers.flatMap(it -> Optional.ofNullable(it.get(String.valueOf(status))));
    if (known.isEmpty() && status < 400) {
      throw new AssertionError(
          "%s %s answers %d, which the contract does not know: it has %s"
              .formatted(method, path, status, answers.map(JsonNode::propertyNames)));
    }
    var media = type.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (status >= 400) {
      verifyProblem(method + " " + path, status, media, body);
    } else {
      verifyContent(method + " " + path, known.orElseThrow().path("content"), media, body);
    }
  }

  private void verifyProblem(String what, int status, String media, Optional<String> body) {
    if (!media.equals(PROBLEM)) {
      throw new AssertionError(
          "%s answers %d as \"%s\", must be %s".formatted(what, status, media, PROBLEM));
    }
    body.ifPresent(text -> schemas.verify(what, SchemaCheck.reference("Problem"), text));
  }

  private void verifyContent(String what, JsonNode content, String media, Optional<String> body) {
    if (content.isEmpty()) {
      if (body.filter(text -> !text.isEmpty()).isEmpty()) return;
      throw new AssertionError(
          "%s answers with a body, and the contract knows none".formatted(what));
    }
    var known = content.get(media);
    if (known == null) {
      throw new AssertionError(
          "%s answers as \"%s\", must be one of %s"
              .formatted(what, media, content.propertyNames()));
    }
    if (media.equals("application/json")) {
      body.ifPresent(text -> schemas.verify(what, known.path("schema"), text));
    }
  }

  /** By status; none where there is no such operation. */
  private Optional<JsonNode> answers(String method, String path) {
    return contract.path("paths").properties().stream()
        .filter(template -> matches(template.getKey(), path))
        .min(Comparator.comparing(ContractCheck::variables))
        .map(template -> template.getValue().path(method.toLowerCase(Locale.ROOT)))
        .filter(operation -> !operation.isMissingNode())
        .map(operation -> operation.path("responses"));
  }

  private static boolean matches(String template, String path) {
    var pattern = VARIABLE.splitAsStream(template).map(Pattern::quote).toList();
    var end = template.endsWith("}") ? "[^/]+" : "";
    return path.matches(String.join("[^/]+", pattern) + end);
  }

  /** What is spelled out goes before what is left open. */
  private static long variables(Map.Entry<String, JsonNode> template) {
    return VARIABLE.matcher(template.getKey()).results().count();
  }
}
