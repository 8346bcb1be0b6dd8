package dev.bantam.converter.service;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Data sets by what they are looked for. */
interface DatasetRepository extends JpaRepository<DatasetEntity, String> {
  Optional<DatasetEntity> findByDigest(String digest);

  /** Newest first, behind a position; of any name where none is given, {@code %} for any digest. */
  @Query(
      """
      SELECT dataset FROM DatasetEntity dataset
      WHERE dataset.deletedAt IS NULL AND dataset.id < :before
        AND (:name = '' OR dataset.name = :name) AND dataset.digest LIKE :digest
      ORDER BY dataset.id DESC""")
  List<DatasetEntity> page(String before, String name, String digest, Limit limit);
}
