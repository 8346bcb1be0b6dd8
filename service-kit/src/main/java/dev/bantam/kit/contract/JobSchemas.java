package dev.bantam.kit.contract;

import dev.bantam.kit.job.EventBody;
import dev.bantam.kit.job.JobKind;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Gives each kind of job a schema of its own. All kinds share one resource in the code; what its
 * recipe and its result are made of, the kind knows.
 */
final class JobSchemas implements OpenApiCustomizer {
  static final String STREAM = "text/event-stream";

  private static final String JOB = "JobResource";
  private static final String PAGE = "PageJobResource";
  private static final String OK = "200";
  private static final String ACCEPTED = "202";

  private final List<JobKind<?, ?>> kinds;

  JobSchemas(List<JobKind<?, ?>> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  @Override
  public void customise(OpenAPI contract) {
    if (kinds.isEmpty()) return;
    var schemas = contract.getComponents().getSchemas();
    var events =
        new JsonSchema()
            .oneOf(
                Arrays.<Class<?>>stream(EventBody.class.getPermittedSubclasses())
                    .<Schema>map(body -> resolved(body, schemas))
                    .toList());
    for (var kind : kinds) {
      define(kind, schemas);
      contract
          .getPaths()
          .forEach(
              (path, item) -> {
                if (path.equals(kind.address()) || path.startsWith(kind.address() + "/")) {
                  item.readOperationsMap().forEach((method, it) -> type(kind, method, it));
                }
              });
      var stream = contract.getPaths().get(kind.address("{id}") + "/events");
      if (stream != null) stream(stream, events);
    }
    schemas.remove(JOB);
    schemas.remove(PAGE);
  }

  /** What the class looks like, and all that it is made of, among the schemas. */
  private static Schema<?> resolved(Class<?> type, Map<String, Schema> schemas) {
    var resolved =
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
    resolved.referencedSchemas.forEach(schemas::putIfAbsent);
    return resolved.schema;
  }

  private static void define(JobKind<?, ?> kind, Map<String, Schema> schemas) {
    Schema<?> any = Objects.requireNonNull(schemas.get(JOB));
    var properties = new LinkedHashMap<String, Schema<?>>();
    any.getProperties().forEach(properties::put);
    properties.put("kind", Schemas.word(kind.name()));
    properties.put("recipe", recipe(kind, schemas));
    properties.put("result", Schemas.orNull(resolved(kind.result(), schemas)));
    schemas.put(name(kind), Schemas.object(properties, any.getRequired()));

    Schema<?> page = Objects.requireNonNull(schemas.get(PAGE));
    var parts = new LinkedHashMap<String, Schema<?>>();
    page.getProperties().forEach(parts::put);
    parts.put("items", Schemas.arrayOf(Schemas.reference(name(kind))));
    schemas.put(name(kind) + "Page", Schemas.object(parts, page.getRequired()));
  }

  /** A job shows the recipe that was asked for, with the model that it was asked about. */
  private static Schema<?> recipe(JobKind<?, ?> kind, Map<String, Schema> schemas) {
    var recipe = part(kind.request(), "recipe");
    if (recipe.isEmpty()) return resolved(kind.request(), schemas);
    var model = Schemas.object(Map.of("model", Schemas.of("string")), List.of("model"));
    return new JsonSchema().allOf(List.of(resolved(recipe.get().getType(), schemas), model));
  }

  private static Optional<RecordComponent> part(Class<?> record, String name) {
    return Arrays.stream(record.getRecordComponents())
        .filter(part -> part.getName().equals(name))
        .findFirst();
  }

  private static String name(JobKind<?, ?> kind) {
    var name = kind.name();
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Job";
  }

  private static void type(JobKind<?, ?> kind, HttpMethod method, Operation operation) {
    var answer = operation.getResponses().get(OK);
    if (answer == null || answer.getContent() == null) return;
    for (var content : answer.getContent().values()) {
      var reference = content.getSchema() == null ? null : content.getSchema().get$ref();
      if (reference == null) continue;
      if (Schemas.name(reference).equals(JOB)) content.setSchema(Schemas.reference(name(kind)));
      if (Schemas.name(reference).equals(PAGE)) {
        content.setSchema(Schemas.reference(name(kind) + "Page"));
      }
    }
    if (method != HttpMethod.GET) {
      operation.getResponses().remove(OK);
      operation.getResponses().addApiResponse(ACCEPTED, answer.description("Accepted"));
    }
  }

  private static void stream(PathItem path, Schema<?> events) {
    var answers = path.getGet().getResponses();
    answers.addApiResponse(
        "204", new ApiResponse().description("The client has seen the last event already."));
    Objects.requireNonNull(answers.get(OK))
        .description("Events; the data of each is one of these, by its type.")
        .setContent(new Content().addMediaType(STREAM, new MediaType().schema(events)));
  }
}
