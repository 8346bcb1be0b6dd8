package dev.bantam.converter.service;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Models by what they are looked for. */
interface ModelRepository extends JpaRepository<ModelEntity, String> {
  Optional<ModelEntity> findByDigest(String digest);

  /** Newest first, behind a position; {@code %} for any name, and for any digest. */
  @Query(
      """
      SELECT model FROM ModelEntity model
      WHERE model.deletedAt IS NULL AND model.id < :before
        AND (:name = '' OR model.name = :name) AND model.digest LIKE :digest
      ORDER BY model.id DESC""")
  List<ModelEntity> page(String before, String name, String digest, Limit limit);

  /** The root that a model was made from, and all that was made from it, oldest first. */
  @Query(
      nativeQuery = true,
      value =
          """
          WITH RECURSIVE up AS (
            SELECT id, parent FROM {h-schema}model WHERE id = :id
            UNION
            SELECT m.id, m.parent FROM {h-schema}model AS m JOIN up ON m.id = up.parent),
          family AS (
            SELECT id FROM up WHERE parent IS NULL
            UNION
            SELECT m.id FROM {h-schema}model AS m JOIN family ON m.parent = family.id)
          SELECT m.* FROM {h-schema}model AS m JOIN family ON m.id = family.id
          WHERE m.deleted_at IS NULL ORDER BY m.created_at, m.id""")
  List<ModelEntity> family(String id);
}
