/**
 * Content under its digest: immutable, streamed, limited, there wholly or not at all. What the
 * content means is its service's business. Another place to keep content is another {@link
 * dev.bantam.kit.artifact.ArtifactStore}; its test inherits {@code ArtifactStoreContract}.
 */
@NullMarked
package dev.bantam.kit.artifact;

import org.jspecify.annotations.NullMarked;
