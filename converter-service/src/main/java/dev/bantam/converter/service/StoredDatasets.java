package dev.bantam.converter.service;

import dev.bantam.converter.service.DatasetResource.SkippedSample;
import dev.bantam.dataset.Dataset;
import dev.bantam.dataset.DatasetException;
import dev.bantam.dataset.DatasetLimits;
import dev.bantam.dataset.Datasets;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.artifact.Artifact;
import dev.bantam.kit.artifact.ArtifactStore;
import dev.bantam.kit.artifact.Digest;
import dev.bantam.kit.id.Ids;
import dev.bantam.type.Shape;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data sets that there are. Each sample was read once, so what is wrong is known beforehand.
 */
@Component
class StoredDatasets {
  private static final int NAMED_SKIPPED = 10_000;

  private final DatasetRepository datasets;
  private final ArtifactStore content;
  private final ContentLock lock;
  private final TransactionTemplate transaction;
  private final Ids ids;
  private final Clock clock;
  private final JsonMapper json;

  StoredDatasets(
      DatasetRepository datasets,
      @Qualifier("datasetContent") ArtifactStore content,
      ContentLock lock,
      TransactionTemplate transaction,
      Ids ids,
      Clock clock,
      JsonMapper json) {
    this.datasets = datasets;
    this.content = content;
    this.lock = lock;
    this.transaction = transaction;
    this.ids = ids;
    this.clock = clock;
    this.json = json;
  }

  /** A data set, and whether it is new here. */
  record Stored(DatasetEntity dataset, boolean isNew) {}

  /** Describes content that is in the store already; what is no data set is removed again. */
  DatasetEntity describe(Artifact artifact, String name) {
    var file = content.file(artifact.digest());
    try (var dataset = Datasets.open(file, DatasetLimits.DEFAULT)) {
      return describe(dataset, artifact, name);
    } catch (BantamException refusal) {
      if (refusal.code().cause() == ErrorCode.Cause.INPUT) discard(artifact.digest());
      throw named(refusal, file, name);
    }
  }

  private DatasetEntity describe(Dataset dataset, Artifact artifact, String name) {
    var skipped = new ArrayList<SkippedSample>();
    var shapes = new HashSet<Shape>();
    int unreadable = 0;
    for (int i = 0; i < dataset.size(); i++) {
      try {
        shapes.add(dataset.sample(i).shape());
      } catch (DatasetException e) {
        unreadable++;
        if (unreadable <= NAMED_SKIPPED) {
          skipped.add(new SkippedSample(dataset.sampleName(i), String.valueOf(e.getMessage())));
        }
      }
    }
    var described = new DatasetEntity();
    described.digest = artifact.digest().text();
    described.sizeBytes = artifact.sizeBytes();
    described.name = name;
    described.samples = dataset.size() - unreadable;
    described.skipped = unreadable;
    described.classNames = json.writeValueAsString(dataset.classes());
    described.skippedSamples = json.writeValueAsString(skipped);
    described.shape =
        shapes.size() == 1 ? json.writeValueAsString(shapes.iterator().next().extents()) : null;
    return described;
  }

  /** Readers know the file by its digest; people know it by its name. */
  private static BantamException named(BantamException refusal, Path file, String name) {
    var message =
        String.valueOf(refusal.getMessage())
            .replace(String.valueOf(file.getFileName()), "data set \"%s\"".formatted(name));
    return new BantamException(refusal.code(), message, refusal);
  }

  private void discard(Digest digest) {
    transaction.executeWithoutResult(
        status -> {
          lock.take(digest);
          if (datasets.findByDigest(digest.text()).isEmpty()) content.delete(digest);
        });
  }

  /** Adds the row of content that was described; what is known already stays as it is. */
  Stored add(DatasetEntity described) {
    var stored =
        transaction.execute(
            status -> {
              var digest = new Digest(described.digest);
              lock.take(digest);
              if (content.find(digest).isEmpty()) {
                throw new BantamException(
                    ErrorCode.UNAVAILABLE,
                    "data set %s: was deleted while it came in, send it again".formatted(digest));
              }
              var known = datasets.findByDigest(described.digest);
              if (known.isPresent()) {
                boolean revived = known.get().deletedAt != null;
                known.get().deletedAt = null;
                return new Stored(datasets.saveAndFlush(known.get()), revived);
              }
              described.id = ids.next("dst");
              described.createdAt = clock.instant();
              return new Stored(datasets.saveAndFlush(described), true);
            });
    if (stored == null) throw new IllegalStateException("a stored data set must be there");
    return stored;
  }

  DatasetEntity get(String id) {
    var dataset =
        datasets
            .findById(id)
            .orElseThrow(
                () ->
                    new BantamException(
                        ErrorCode.NOT_FOUND, "data set %s: does not exist".formatted(id)));
    if (dataset.deletedAt != null) {
      throw new BantamException(
          ErrorCode.GONE, "data set %s: was deleted at %s".formatted(id, dataset.deletedAt));
    }
    return dataset;
  }

  List<DatasetEntity> page(
      @Nullable String before, @Nullable String name, String digest, int limit) {
    return datasets.page(
        before == null ? "~" : before, name == null ? "" : name, digest, Limit.of(limit));
  }

  Path file(DatasetEntity dataset) {
    return content.file(new Digest(dataset.digest));
  }

  void delete(String id) {
    var dataset = get(id);
    dataset.deletedAt = clock.instant();
    datasets.saveAndFlush(dataset);
    transaction.executeWithoutResult(
        status -> {
          var digest = new Digest(dataset.digest);
          lock.take(digest);
          var now = datasets.findByDigest(dataset.digest);
          if (now.isEmpty() || now.get().deletedAt != null) content.delete(digest);
        });
  }
}
