package dev.bantam.kit.job;

import dev.bantam.kit.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job as clients see it.
 *
 * @param model the model that was asked about, where there is one
 * @param recipe what was asked for, with the model that it was asked about
 * @param stages that it goes through, in order
 * @param progress how far it is; null before it begins
 * @param result exactly when it succeeded
 * @param problem exactly when it failed
 */
public record JobResource(
    String id,
    String kind,
    JobState state,
    int attempt,
    @Nullable String model,
    JsonNode recipe,
    List<String> stages,
    @Nullable ProgressResource progress,
    @Nullable JsonNode result,
    @Nullable Problem problem,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** How far a job is: {@code done} of {@code total} parts of a stage. */
  public record ProgressResource(String stage, long done, long total, String message) {}

  public JobResource {
    stages = List.copyOf(stages);
  }

  public static JobResource of(JobKind<?, ?> kind, Job job, JsonMapper json) {
    var request = json.readTree(job.request());
    var model = request.path("model");
    return new JobResource(
        job.id(),
        job.kind(),
        job.state(),
        job.attempt(),
        model.isString() ? model.stringValue() : null,
        recipe(request),
        kind.stages(),
        progress(job),
        job.result() == null ? null : json.readTree(job.result()),
        job.problem() == null ? null : json.readValue(job.problem(), Problem.class),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt());
  }

  /** The recipe of what a job makes: its kind, and what was asked for, as a job shows it. */
  public static JsonNode recipe(String kind, Object request, JsonMapper json) {
    var recipe = recipe(json.valueToTree(request));
    return recipe instanceof ObjectNode object ? object.put("kind", kind) : recipe;
  }

  /** A request is either a recipe, or a model and a recipe, which may be left out. */
  private static JsonNode recipe(JsonNode request) {
    if (!(request instanceof ObjectNode asked) || !asked.has("recipe")) return request;
    var recipe = asked.get("recipe") instanceof ObjectNode given ? given : asked.objectNode();
    if (asked.has("model")) recipe.set("model", asked.get("model"));
    return recipe;
  }

  private static @Nullable ProgressResource progress(Job job) {
    if (job.stage() == null) return null;
    return new ProgressResource(
        job.stage(),
        job.done() == null ? 0 : job.done(),
        job.total() == null ? 0 : job.total(),
        job.message() == null ? "" : job.message());
  }
}
