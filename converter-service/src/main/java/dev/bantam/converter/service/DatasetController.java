package dev.bantam.converter.service;

import dev.bantam.kit.artifact.ArtifactStore;
import dev.bantam.kit.contract.Answers;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Idempotency;
import dev.bantam.kit.web.Page;
import dev.bantam.kit.web.PageRequest;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
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

/** Labelled data: uploaded as a stream, recognised by content, each sample looked at. */
@RestController
@RequestMapping("/api/v1/datasets")
class DatasetController {
  private final StoredDatasets datasets;
  private final ArtifactStore content;
  private final Idempotency idempotency;
  private final JsonMapper json;
  private final long limitBytes;

  DatasetController(
      StoredDatasets datasets,
      @Qualifier("datasetContent") ArtifactStore content,
      Idempotency idempotency,
      JsonMapper json,
      ConverterApplication.UploadLimits limits) {
    this.datasets = datasets;
    this.content = content;
    this.idempotency = idempotency;
    this.json = json;
    this.limitBytes = limits.datasetBytes();
  }

  /** The body is an {@code .npz} with x and y, a zip of class folders, or a CSV with a header. */
  @PostMapping
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  @Answers({201, 200})
  @RequestBody(
      required = true,
      content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
  ResponseEntity<DatasetResource> upload(
      @RequestParam String name,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestHeader(name = "Content-Digest", required = false) @Nullable String digest,
      HttpServletRequest request) {
    Upload.name(name);
    var artifact =
        Upload.receive(request, digest, content, "data set \"%s\"".formatted(name), limitBytes);
    var described = datasets.describe(artifact, name);
    return idempotency.once(
        key,
        "POST /api/v1/datasets",
        Map.of("name", name, "digest", artifact.digest().text()),
        DatasetResource.class,
        () -> answer(datasets.add(described)));
  }

  private ResponseEntity<DatasetResource> answer(StoredDatasets.Stored stored) {
    return ResponseEntity.status(stored.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
        .location(URI.create("/api/v1/datasets/" + stored.dataset().id))
        .body(DatasetResource.of(stored.dataset(), json));
  }

  /** All data sets, newest first; of exactly this name, or with a digest that begins so. */
  @GetMapping
  Page<DatasetResource> list(
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable String digest,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var page = PageRequest.of(limit, cursor);
    return page.answer(
        datasets.page(page.before(), name, DigestFilter.pattern(digest), page.fetch()),
        dataset -> dataset.id,
        dataset -> DatasetResource.of(dataset, json));
  }

  @GetMapping("/{id}")
  DatasetResource one(@PathVariable String id) {
    return DatasetResource.of(datasets.get(id), json);
  }

  /** The file itself, or ranges of it. */
  @GetMapping("/{id}/content")
  @Answers(
      value = {200, 206},
      as = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<Resource> content(@PathVariable String id, HttpServletRequest request) {
    var dataset = datasets.get(id);
    return ContentAnswer.of(datasets.file(dataset), dataset.digest, dataset.name, request);
  }

  @DeleteMapping("/{id}")
  @Access(Role.ADMIN)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    datasets.delete(id);
  }
}
