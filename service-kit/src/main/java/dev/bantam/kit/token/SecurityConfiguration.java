package dev.bantam.kit.token;

import dev.bantam.kit.KitProperties;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.web.Idempotency;
import jakarta.servlet.DispatcherType;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Puts the token filter in front of everything, and lets each endpoint's roles decide. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityConfiguration {
  @Bean
  Tokens tokens(JdbcClient database, Ids ids, Clock clock) {
    return new Tokens(database, ids, clock, new SecureRandom());
  }

  @Bean
  EndpointRoles endpointRoles(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
      KitProperties properties) {
    return new EndpointRoles(mapping, properties.publicRead());
  }

  @Bean
  TokenController tokenController(Tokens tokens, Idempotency idempotency, Clock clock) {
    return new TokenController(tokens, idempotency, clock);
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      Tokens tokens,
      EndpointRoles roles,
      KitProperties properties,
      JsonMapper json) {
    var refusals = new Refusals(json);
    return http.csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(headers -> headers.cacheControl(it -> it.disable()))
        .addFilterBefore(
            new TokenFilter(tokens, properties.serviceSecret(), refusals),
            AuthorizationFilter.class)
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers("/actuator/health/**")
                    .permitAll()
                    .requestMatchers("/actuator/**")
                    .hasAnyRole(Role.ADMIN.name(), Role.VIEWER.name(), Role.SERVICE.name())
                    .requestMatchers("/api/v1/**")
                    .access(roles)
                    .anyRequest()
                    .permitAll())
        .exceptionHandling(
            it ->
                it.authenticationEntryPoint(
                        (request, response, e) ->
                            refusals.unauthorized(request, response, "is missing"))
                    .accessDeniedHandler(
                        (request, response, e) ->
                            refusals.forbidden(request, response, roles.words(request))))
        .build();
  }
}
