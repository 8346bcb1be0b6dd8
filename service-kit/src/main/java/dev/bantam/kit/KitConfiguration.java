package dev.bantam.kit;

import dev.bantam.kit.artifact.ArtifactStore;
import dev.bantam.kit.artifact.FileArtifactStore;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.job.JobConfiguration;
import dev.bantam.kit.problem.ProblemConfiguration;
import dev.bantam.kit.token.SecurityConfiguration;
import dev.bantam.kit.web.WebConfiguration;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/** All that an application of the platform imports. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KitProperties.class)
@Import({
  JobConfiguration.class,
  ProblemConfiguration.class,
  SecurityConfiguration.class,
  WebConfiguration.class
})
public class KitConfiguration {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Ids ids(Clock clock) {
    return new Ids(clock, new SecureRandom());
  }

  @Bean
  FlywayMigrationStrategy migrations() {
    return new KitMigrations();
  }

  /** Made for the services that keep content, and only for them. */
  @Bean
  @Lazy
  ArtifactStore artifacts(KitProperties properties) {
    return new FileArtifactStore(properties.data().resolve("artifacts"));
  }
}
