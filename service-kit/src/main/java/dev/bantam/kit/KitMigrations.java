package dev.bantam.kit;

import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Brings the database up to date in three parts, each with its own history: what the platform
 * shares (schema {@code bantam_kit}), what the kit needs in every service's schema, and the
 * service's own. Processes that start together wait for each other.
 */
public final class KitMigrations implements FlywayMigrationStrategy {
  public static final String SHARED_SCHEMA = "bantam_kit";

  @Override
  public void migrate(Flyway service) {
    var configuration = service.getConfiguration();
    migrateShared(configuration.getDataSource());
    Flyway.configure()
        .dataSource(configuration.getDataSource())
        .schemas(configuration.getSchemas())
        .defaultSchema(configuration.getDefaultSchema())
        .table("kit_history")
        .locations("classpath:db/kit")
        .load()
        .migrate();
    service.migrate();
  }

  /** Only what the platform shares: enough to make tokens. */
  public static void migrateShared(javax.sql.DataSource database) {
    Flyway.configure()
        .dataSource(database)
        .schemas(SHARED_SCHEMA)
        .defaultSchema(SHARED_SCHEMA)
        .locations("classpath:db/kit-shared")
        .load()
        .migrate();
  }
}
