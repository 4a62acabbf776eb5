//! How often: blocks, floods, replay marks and quotas, in bounded memory.
