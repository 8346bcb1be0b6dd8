/**
 * One address for the whole platform: requests go on to the service that answers for them, the
 * dashboard's files and the merged contract come from here. It knows no business and keeps nothing;
 * in containers a real proxy takes the routing over, and this serves the rest.
 */
@NullMarked
package dev.bantam.kit.gateway;

import org.jspecify.annotations.NullMarked;
