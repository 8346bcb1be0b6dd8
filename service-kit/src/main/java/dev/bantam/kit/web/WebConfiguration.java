package dev.bantam.kit.web;

import dev.bantam.kit.KitProperties;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Puts the shared manners in place. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration implements WebMvcConfigurer {
  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new QueryParameters());
    registry.addInterceptor(new ReadableAnswers());
  }

  @Bean
  Idempotency idempotency(
      JdbcClient database, TransactionTemplate transaction, JsonMapper json, Clock clock) {
    return new Idempotency(database, transaction, json, clock);
  }

  @Bean
  BodyLimit bodyLimit(KitProperties properties) {
    return new BodyLimit(properties.largestBodyBytes());
  }

  /** A key that stands twice says two things, of which nobody knows which was meant. */
  @Bean
  JsonMapperBuilderCustomizer oneValuePerKey() {
    return mapper -> mapper.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }

  /** ETag and If-None-Match on every read; streams opt out. */
  @Bean
  FilterRegistrationBean<Etags> etags() {
    var filter = new FilterRegistrationBean<>(new Etags());
    filter.addUrlPatterns("/api/*");
    return filter;
  }

  /**
   * No body is ever a form: an upload may have any Content-Type, and Tomcat would swallow one that
   * calls itself a form while looking for parameters.
   */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> noForms() {
    return factory ->
        factory.addConnectorCustomizers(connector -> connector.setParseBodyMethods("NONE"));
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Bantam")
                .version("v1")
                .description(
                    "Converts, quantizes, prunes and measures neural networks. Errors are RFC 9457"
                        + " problems, listed at /problems."))
        .servers(List.of(new Server().url("/")))
        .components(
            new Components()
                .addSecuritySchemes(
                    "token", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")))
        .addSecurityItem(new SecurityRequirement().addList("token"));
  }
}
