package dev.bantam.kit.token;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads the header Authorization. One that is there must be good, also where none is needed. */
final class TokenFilter extends OncePerRequestFilter {
  private static final String SCHEME = "Bearer ";
  private static final Caller PLATFORM = new Caller("platform", Role.SERVICE);

  private final Tokens tokens;
  private final Optional<Secret> serviceSecret;
  private final Refusals refusals;

  TokenFilter(Tokens tokens, Optional<Secret> serviceSecret, Refusals refusals) {
    this.tokens = tokens;
    this.serviceSecret = serviceSecret;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null) {
      Optional<Caller> caller;
      try {
        caller = caller(header);
      } catch (DataAccessException e) {
        refusals.unavailable(request, response, e);
        return;
      }
      if (caller.isEmpty()) {
        refusals.unauthorized(request, response, "the token is unknown or has expired");
        return;
      }
      authenticate(caller.get());
    }
    chain.doFilter(request, response);
  }

  private Optional<Caller> caller(String header) {
    return secret(header)
        .flatMap(
            secret ->
                serviceSecret.filter(own -> equal(own, secret)).isPresent()
                    ? Optional.of(PLATFORM)
                    : tokens.holder(secret));
  }

  /** What the header Authorization holds; nothing where it is of another scheme. */
  static Optional<Secret> secret(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return Optional.empty();
    return Optional.of(new Secret(header.substring(SCHEME.length()).strip()));
  }

  private static boolean equal(Secret a, Secret b) {
    return MessageDigest.isEqual(a.hash(), b.hash());
  }

  private static void authenticate(Caller caller) {
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            caller, null, List.of(new SimpleGrantedAuthority(caller.role().authority()))));
    SecurityContextHolder.setContext(context);
  }
}
