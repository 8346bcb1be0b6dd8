/**
 * What a service of the platform is to those who start it. To add one, write a {@link
 * dev.bantam.kit.service.ServiceDescriptor.Provider} and name it under {@code META-INF/services}:
 * {@code serve}, the gateway and the merged contract find it there.
 */
@NullMarked
package dev.bantam.kit.service;

import org.jspecify.annotations.NullMarked;
