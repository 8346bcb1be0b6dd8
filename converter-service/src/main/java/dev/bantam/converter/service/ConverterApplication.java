package dev.bantam.converter.service;

import dev.bantam.converter.Converter;
import dev.bantam.kit.KitConfiguration;
import dev.bantam.kit.KitProperties;
import dev.bantam.kit.artifact.ArtifactStore;
import dev.bantam.kit.artifact.FileArtifactStore;
import dev.bantam.kit.client.ClientConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The service as Spring Boot starts it. */
@SpringBootApplication
@Import({KitConfiguration.class, ClientConfiguration.class})
@EnableConfigurationProperties(ConverterApplication.UploadLimits.class)
public class ConverterApplication {
  /**
   * What an upload may have at most.
   *
   * @param modelBytes of a model, or of the source of one
   * @param datasetBytes of a data set
   */
  @ConfigurationProperties("bantam.converter")
  public record UploadLimits(long modelBytes, long datasetBytes) {}

  @Bean
  Converter converter() {
    return new Converter();
  }

  @Bean
  ArtifactStore modelContent(KitProperties properties, Clock clock) {
    return new FileArtifactStore(properties.data().resolve("models"), clock);
  }

  @Bean
  ArtifactStore datasetContent(KitProperties properties, Clock clock) {
    return new FileArtifactStore(properties.data().resolve("datasets"), clock);
  }

  @Bean
  MeterBinder artifactMeters(ArtifactStore modelContent, ArtifactStore datasetContent) {
    return registry -> {
      Gauge.builder("bantam.artifacts", modelContent, ArtifactStore::totalBytes)
          .tag("kind", "model")
          .baseUnit("bytes")
          .description("Bytes of all models")
          .register(registry);
      Gauge.builder("bantam.artifacts", datasetContent, ArtifactStore::totalBytes)
          .tag("kind", "dataset")
          .baseUnit("bytes")
          .description("Bytes of all data sets")
          .register(registry);
    };
  }
}
