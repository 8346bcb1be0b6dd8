package dev.bantam.converter.service;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A data set's row. */
@Entity
@Table(name = "dataset")
class DatasetEntity {
  @Id String id = "";

  @Column(nullable = false)
  String digest = "";

  @Column(nullable = false)
  String name = "";

  @Column(nullable = false)
  long sizeBytes;

  @Column(nullable = false)
  int samples;

  @Column(nullable = false)
  String classNames = "[]";

  @Nullable String shape;

  @Column(nullable = false)
  int skipped;

  @Column(nullable = false)
  String skippedSamples = "[]";

  @Column(nullable = false)
  Instant createdAt = Instant.EPOCH;

  @Nullable Instant deletedAt;
}
