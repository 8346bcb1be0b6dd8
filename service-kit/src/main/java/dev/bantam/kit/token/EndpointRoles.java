package dev.bantam.kit.token;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Decides by the endpoint's own {@link Access} before any of the body is read. An address without
 * an endpoint is let through, so that it answers 404 or 405 to everybody.
 */
public final class EndpointRoles
    implements AuthorizationManager<RequestAuthorizationContext>, SmartInitializingSingleton {
  private static final String API = "/api/v1/**";
  private static final Set<Role> READERS =
      EnumSet.of(Role.ADMIN, Role.CI, Role.VIEWER, Role.SERVICE);

  private final RequestMappingHandlerMapping mapping;
  private final boolean publicRead;

  public EndpointRoles(RequestMappingHandlerMapping mapping, boolean publicRead) {
    this.mapping = mapping;
    this.publicRead = publicRead;
  }

  /** A service with an endpoint that writes and names no role must not start. */
  @Override
  public void afterSingletonsInstantiated() {
    var paths = new AntPathMatcher();
    mapping
        .getHandlerMethods()
        .forEach(
            (endpoint, method) -> {
              boolean ofTheApi =
                  endpoint.getPatternValues().stream().anyMatch(path -> paths.match(API, path));
              boolean reads =
                  Set.of(RequestMethod.GET).equals(endpoint.getMethodsCondition().getMethods());
              if (ofTheApi && !reads && !method.hasMethodAnnotation(Access.class)) {
                throw new IllegalStateException(
                    "%s: %s names no role, must carry @Access".formatted(endpoint, method));
              }
            });
  }

  @Override
  public AuthorizationDecision authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    var roles = roles(context.getRequest());
    if (roles.isEmpty()) return new AuthorizationDecision(true);
    var who = authentication.get();
    return new AuthorizationDecision(
        who != null
            && who.getPrincipal() instanceof Caller caller
            && roles.get().contains(caller.role()));
  }

  /** Who may send this request; none where anybody may. */
  Optional<Set<Role>> roles(HttpServletRequest request) {
    var endpoint = endpoint(request);
    if (endpoint.isEmpty()) return Optional.empty();
    return roles(endpoint.get(), request.getMethod());
  }

  private Optional<Set<Role>> roles(HandlerMethod endpoint, String method) {
    if (HttpMethod.OPTIONS.matches(method)) return Optional.empty();
    var access = endpoint.getMethodAnnotation(Access.class);
    if (access != null) {
      var roles = EnumSet.of(Role.ADMIN, access.value());
      return Optional.of(roles);
    }
    boolean reads = HttpMethod.GET.matches(method) || HttpMethod.HEAD.matches(method);
    if (!reads) return Optional.of(EnumSet.of(Role.ADMIN));
    return publicRead ? Optional.empty() : Optional.of(readers(endpoint));
  }

  private static Set<Role> readers(HandlerMethod endpoint) {
    var also = endpoint.getMethodAnnotation(AlsoReadBy.class);
    if (also == null) return READERS;
    var readers = EnumSet.copyOf(READERS);
    readers.addAll(List.of(also.value()));
    return readers;
  }

  private Optional<HandlerMethod> endpoint(HttpServletRequest request) {
    try {
      ServletRequestPathUtils.parseAndCache(request);
      var chain = mapping.getHandler(request);
      return chain != null && chain.getHandler() instanceof HandlerMethod method
          ? Optional.of(method)
          : Optional.empty();
    } catch (Exception refusal) { // a method or media type that the address does not have
      return Optional.empty();
    }
  }

  /** For messages: {@code admin or ci}. */
  String words(HttpServletRequest request) {
    return roles(request)
        .map(
            roles ->
                roles.stream()
                    .filter(role -> role != Role.SERVICE)
                    .map(Role::toString)
                    .collect(Collectors.joining(" or ")))
        .orElse("any");
  }
}
