package dev.bantam.kit.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a token may do. */
public enum Role {
  /** Everything. */
  ADMIN,
  /** Uploads, starts work, reads. */
  CI,
  /** Reads, also from a server whose read side is closed. */
  VIEWER,
  /** Takes leases for its devices and reports them; nothing else. */
  AGENT,
  /** One service of the platform to another; never given to a person. */
  SERVICE;

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Role parse(String text) {
    for (var role : values()) {
      if (role.toString().equals(text)) return role;
    }
    throw new IllegalArgumentException(
        "role \"%s\" must be one of admin, ci, viewer, agent".formatted(text));
  }

  /** The name that Spring Security knows it by. */
  String authority() {
    return "ROLE_" + name();
  }
}
