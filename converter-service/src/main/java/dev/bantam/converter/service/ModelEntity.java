package dev.bantam.converter.service;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A model's row. Identity is the digest; everything but its deletion is written once. */
@Entity
@Table(name = "model")
class ModelEntity {
  @Id String id = "";

  @Column(nullable = false)
  String digest = "";

  @Column(nullable = false)
  String name = "";

  @Column(nullable = false)
  String format = "";

  @Column(nullable = false)
  long sizeBytes;

  @Nullable Long parameters;
  @Nullable Long macs;

  @Column(nullable = false)
  String inputs = "[]";

  @Column(nullable = false)
  String outputs = "[]";

  @Nullable String parent;
  @Nullable String recipe;

  @Column(nullable = false)
  Instant createdAt = Instant.EPOCH;

  @Nullable Instant deletedAt;
}
