package dev.bantam.converter.service;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.Subgraph;
import dev.bantam.kit.artifact.Artifact;
import dev.bantam.kit.artifact.ArtifactStore;
import dev.bantam.kit.artifact.Digest;
import dev.bantam.kit.id.Ids;
import dev.bantam.model.TfliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The models that there are. Content comes first, then its row; a row always has its content. */
@Component
class Models {
  private final ModelRepository models;
  private final ArtifactStore content;
  private final ContentLock lock;
  private final TransactionTemplate transaction;
  private final Ids ids;
  private final Clock clock;
  private final JsonMapper json;

  Models(
      ModelRepository models,
      @Qualifier("modelContent") ArtifactStore content,
      ContentLock lock,
      TransactionTemplate transaction,
      Ids ids,
      Clock clock,
      JsonMapper json) {
    this.models = models;
    this.content = content;
    this.lock = lock;
    this.transaction = transaction;
    this.ids = ids;
    this.clock = clock;
    this.json = json;
  }

  /** Where a model comes from, if it was made from another here. */
  record Origin(@Nullable String parent, @Nullable String recipe) {
    static final Origin UPLOAD = new Origin(null, null);
  }

  /** A model, and whether it is new here. */
  record Stored(ModelEntity model, boolean isNew) {}

  /** Describes content that is in the store already; content that is no model is removed again. */
  ModelEntity describe(Artifact artifact, String name) {
    var file = content.file(artifact.digest());
    try {
      var model = new ModelEntity();
      model.digest = artifact.digest().text();
      model.sizeBytes = artifact.sizeBytes();
      model.name = name;
      var format = ModelFormat.of(file, name);
      model.format = format.toString();
      if (format == ModelFormat.TFLITE) describe(model, read(file, name));
      return model;
    } catch (BantamException refusal) {
      if (refusal.code().cause() == ErrorCode.Cause.INPUT) discard(artifact.digest());
      throw refusal;
    }
  }

  private void describe(ModelEntity model, Graph graph) {
    var main = graph.main();
    model.parameters = Work.parameters(graph);
    model.macs = Work.macs(graph);
    model.inputs = json.writeValueAsString(ports(main, main.inputs()));
    model.outputs = json.writeValueAsString(ports(main, main.outputs()));
  }

  private static List<TensorPort> ports(Subgraph subgraph, List<Integer> tensors) {
    return tensors.stream().map(index -> TensorPort.of(subgraph.tensor(index))).toList();
  }

  private static Graph read(Path file, String name) {
    try {
      return TfliteFile.read(file);
    } catch (BantamException refusal) {
      throw new BantamException(
          refusal.code(), "model \"%s\": %s".formatted(name, refusal.getMessage()), refusal);
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE, "model \"%s\": cannot be read".formatted(name), e);
    }
  }

  /** Only where no row stands for it, which a faulty reader could have let through before. */
  private void discard(Digest digest) {
    transaction.executeWithoutResult(
        status -> {
          lock.take(digest);
          if (models.findByDigest(digest.text()).isEmpty()) content.delete(digest);
        });
  }

  /** Adds the row of content that was described; what is known already stays as it is. */
  Stored add(ModelEntity described, Origin origin) {
    var stored =
        transaction.execute(
            status -> {
              var digest = new Digest(described.digest);
              lock.take(digest);
              if (content.find(digest).isEmpty()) {
                throw new BantamException(
                    ErrorCode.UNAVAILABLE,
                    "model %s: was deleted while it came in, send it again".formatted(digest));
              }
              return models
                  .findByDigest(described.digest)
                  .map(known -> known(known, origin))
                  .orElseGet(() -> new Stored(insert(described, origin), true));
            });
    if (stored == null) throw new IllegalStateException("a stored model must be there");
    return stored;
  }

  private ModelEntity insert(ModelEntity described, Origin origin) {
    described.id = ids.next("mdl");
    described.createdAt = clock.instant();
    described.parent = origin.parent();
    described.recipe = origin.recipe();
    return models.saveAndFlush(described);
  }

  /** One that was deleted is there again; one without an origin may learn it. */
  private Stored known(ModelEntity known, Origin origin) {
    boolean revived = known.deletedAt != null;
    known.deletedAt = null;
    boolean isOwnAncestor =
        origin.parent() != null
            && (origin.parent().equals(known.id)
                || models.family(origin.parent()).stream().anyMatch(it -> it.id.equals(known.id)));
    if (known.parent == null && origin.parent() != null && !isOwnAncestor) {
      known.parent = origin.parent();
      known.recipe = origin.recipe();
    }
    return new Stored(models.saveAndFlush(known), revived);
  }

  ModelEntity get(String id) {
    var model =
        models
            .findById(id)
            .orElseThrow(
                () ->
                    new BantamException(
                        ErrorCode.NOT_FOUND, "model %s: does not exist".formatted(id)));
    if (model.deletedAt != null) {
      throw new BantamException(
          ErrorCode.GONE, "model %s: was deleted at %s".formatted(id, model.deletedAt));
    }
    return model;
  }

  List<ModelEntity> page(@Nullable String before, @Nullable String name, String digest, int limit) {
    return models.page(
        before == null ? "~" : before, name == null ? "" : name, digest, Limit.of(limit));
  }

  List<ModelEntity> family(String id) {
    return models.family(get(id).id);
  }

  /** What the file of a model says; only of a {@code .tflite}. */
  Graph graph(String id) {
    var model = get(id);
    if (!model.format.equals(ModelFormat.TFLITE.toString())) {
      throw new BantamException(
          ErrorCode.CONFLICT,
          "model %s: is of format %s, only a tflite model has a graph; convert it first"
              .formatted(id, model.format));
    }
    return read(file(model), model.name);
  }

  Path file(ModelEntity model) {
    return content.file(new Digest(model.digest));
  }

  /** Forgets a model; its row stays to say so, and to hold the lineage together. */
  void delete(String id) {
    var model = get(id);
    model.deletedAt = clock.instant();
    models.saveAndFlush(model);
    transaction.executeWithoutResult(
        status -> {
          var digest = new Digest(model.digest);
          lock.take(digest);
          Optional<ModelEntity> now = models.findByDigest(model.digest);
          if (now.isEmpty() || now.get().deletedAt != null) content.delete(digest);
        });
  }
}
