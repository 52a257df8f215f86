package io.postern.server.app;

import static java.util.Objects.requireNonNull;

import com.google.inject.Binder;
import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Scope;
import com.google.inject.Scopes;
import com.google.inject.Stage;
import com.google.inject.binder.ScopedBindingBuilder;
import com.google.inject.spi.DefaultBindingTargetVisitor;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.InstanceBinding;
import com.google.inject.spi.LinkedKeyBinding;
import com.google.inject.spi.ProviderInstanceBinding;
import com.google.inject.spi.UntargettedBinding;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a server lives, in place of {@link Singleton}, which lives as long as the injector. Used
 * by one thread at a time.
 */
final class Lifetime implements Scope {
  private final Map<Key<?>, Object> made = new HashMap<>();

  /** Another server's begins; of what was made so far nothing is left. */
  void begin() {
    made.clear();
  }

  @Override
  public <T> Provider<T> scope(Key<T> key, Provider<T> unscoped) {
    return () -> {
      @SuppressWarnings("unchecked")
      var there = (T) made.get(key);
      if (there != null) return there;
      var part = requireNonNull(unscoped.get(), key::toString);
      made.put(key, part);
      return part;
    };
  }

  /** What a module says, with this in place of each singleton. */
  Module of(Module module) {
    var elements = Elements.getElements(Stage.DEVELOPMENT, module);
    return binder -> elements.forEach(element -> bind(binder, element));
  }

  private void bind(Binder binder, Element element) {
    if (element instanceof Binding<?> binding && isSingleton(binding))
      bindAgain(binder, binding).in(this);
    else element.applyTo(binder);
  }

  private static boolean isSingleton(Binding<?> binding) {
    return Scopes.isSingleton(binding) && !(binding instanceof InstanceBinding);
  }

  private static <T> ScopedBindingBuilder bindAgain(Binder binder, Binding<T> binding) {
    var builder = binder.withSource(binding.getSource()).bind(binding.getKey());
    return binding.acceptTargetVisitor(
        new DefaultBindingTargetVisitor<T, ScopedBindingBuilder>() {
          @Override
          public ScopedBindingBuilder visit(UntargettedBinding<? extends T> itself) {
            return builder;
          }

          @Override
          public ScopedBindingBuilder visit(LinkedKeyBinding<? extends T> linked) {
            return builder.to(linked.getLinkedKey());
          }

          @Override
          public ScopedBindingBuilder visit(ProviderInstanceBinding<? extends T> provided) {
            return builder.toProvider(provided.getUserSuppliedProvider());
          }

          @Override
          protected ScopedBindingBuilder visitOther(Binding<? extends T> other) {
            throw new AssertionError("a singleton of another kind: " + other);
          }
        });
  }

  /** Nothing outlives a server: what is there from the beginning is given, or a value. */
  static void check(Injector injector) {
    for (var binding : injector.getAllBindings().values())
      if (isSingleton(binding)) throw new AssertionError("outlives its server: " + binding);
  }
}
