package dev.bantam.converter.service;

import dev.bantam.kit.artifact.ArtifactStore;
import dev.bantam.kit.contract.Answers;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.AlsoReadBy;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Idempotency;
import dev.bantam.kit.web.Page;
import dev.bantam.kit.web.PageRequest;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Models: uploaded as a stream, recognised by content, known by digest. */
@RestController
@RequestMapping("/api/v1/models")
class ModelController {
  private final Models models;
  private final AgentReads agents;
  private final ArtifactStore content;
  private final Idempotency idempotency;
  private final JsonMapper json;
  private final long limitBytes;

  ModelController(
      Models models,
      AgentReads agents,
      @Qualifier("modelContent") ArtifactStore content,
      Idempotency idempotency,
      JsonMapper json,
      ConverterApplication.UploadLimits limits) {
    this.models = models;
    this.agents = agents;
    this.content = content;
    this.idempotency = idempotency;
    this.json = json;
    this.limitBytes = limits.modelBytes();
  }

  /**
   * The body is the file, or a zip of a SavedModel folder. Content that is known already answers
   * 200 with the model that has it. Services say what they made it from.
   */
  @PostMapping
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  @Answers({201, 200})
  @RequestBody(
      required = true,
      content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
  ResponseEntity<ModelResource> upload(
      @RequestParam String name,
      @RequestParam(required = false) @Nullable String parent,
      @RequestParam(required = false) @Nullable String recipe,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestHeader(name = "Content-Digest", required = false) @Nullable String digest,
      HttpServletRequest request) {
    Upload.name(name);
    var origin = origin(parent, recipe);
    var artifact =
        Upload.receive(request, digest, content, "model \"%s\"".formatted(name), limitBytes);
    var described = models.describe(artifact, name);
    var asked =
        Map.of(
            "name",
            name,
            "digest",
            artifact.digest().text(),
            "parent",
            Objects.requireNonNullElse(parent, ""));
    return idempotency.once(
        key,
        "POST /api/v1/models",
        asked,
        ModelResource.class,
        () -> answer(models.add(described, origin)));
  }

  private Models.Origin origin(@Nullable String parent, @Nullable String recipe) {
    if (parent == null) return Models.Origin.UPLOAD;
    models.get(parent);
    try {
      if (recipe != null) json.readTree(recipe);
    } catch (tools.jackson.core.JacksonException e) {
      throw new InvalidInputException(
          List.of(InputError.parameter("recipe", "must be JSON that can be read")));
    }
    return new Models.Origin(parent, recipe);
  }

  private ResponseEntity<ModelResource> answer(Models.Stored stored) {
    var address = URI.create("/api/v1/models/" + stored.model().id);
    return ResponseEntity.status(stored.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
        .location(address)
        .body(ModelResource.of(stored.model(), json));
  }

  /** All models, newest first; of exactly this name, or with a digest that begins so. */
  @GetMapping
  Page<ModelResource> list(
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable String digest,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var page = PageRequest.of(limit, cursor);
    return page.answer(
        models.page(page.before(), name, DigestFilter.pattern(digest), page.fetch()),
        model -> model.id,
        model -> ModelResource.of(model, json));
  }

  @GetMapping("/{id}")
  ModelResource one(@PathVariable String id) {
    return ModelResource.of(models.get(id), json);
  }

  /** The file itself, or ranges of it; for agents, too, who are to measure it just now. */
  @GetMapping("/{id}/content")
  @Answers(
      value = {200, 206},
      as = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  @AlsoReadBy(Role.AGENT)
  ResponseEntity<Resource> content(@PathVariable String id, HttpServletRequest request) {
    agents.require(id);
    var model = models.get(id);
    var name = model.name + extension(model.format);
    return ContentAnswer.of(models.file(model), model.digest, name, request);
  }

  private static String extension(String format) {
    return switch (format) {
      case "tflite" -> ".tflite";
      case "onnx" -> ".onnx";
      case "savedmodel" -> ".zip";
      case "graphdef" -> ".pb";
      default -> ".keras";
    };
  }

  /** What is in the file, for drawing: operators, tensors, quantization; no weights. */
  @GetMapping("/{id}/graph")
  ModelGraph graph(@PathVariable String id) {
    return ModelGraph.of(models.graph(id));
  }

  /** The whole family: the root that a model was made from, and all that was made from it. */
  @GetMapping("/{id}/lineage")
  Lineage lineage(@PathVariable String id) {
    return new Lineage(
        models.family(id).stream().map(model -> ModelResource.of(model, json)).toList());
  }

  /** Each tells its parent; the root has none. */
  record Lineage(List<ModelResource> items) {}

  @DeleteMapping("/{id}")
  @Access(Role.ADMIN)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    models.delete(id);
  }
}
