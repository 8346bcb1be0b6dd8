package dev.bantam.platform;

import java.nio.file.Path;

/**
 * How the platform is started.
 *
 * @param data folder that everything is kept in
 * @param host to listen on; {@code 127.0.0.1} for this machine only
 * @param port to listen on; 0 for any that is free
 */
public record PlatformOptions(Path data, String host, int port) {}
