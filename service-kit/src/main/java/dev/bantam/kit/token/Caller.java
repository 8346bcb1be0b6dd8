package dev.bantam.kit.token;

import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Whoever sent the request in hand.
 *
 * @param id of the token, which stands for its holder where work is shared fairly
 */
public record Caller(String id, Role role) {
  /** The holder of no token. */
  public static final Caller ANYONE = new Caller("anyone", Role.VIEWER);

  /** The caller of the request that this thread serves. */
  public static Caller current() {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Caller caller
        ? caller
        : ANYONE;
  }
}
