"""YAML by libyaml where PyYAML was built with it, which is eight times as fast; elsewhere PyYAML reads it by itself."""

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
