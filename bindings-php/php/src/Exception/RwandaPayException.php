<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/**
 * Whatever this library throws.
 *
 * Decide by `$error->reason` (stable, such as `amount_below_minimum`) and `$error->outcome`, never by the sentence.
 * `outcome` answers whether the money that was asked for moved: `none`, `done`, `unknown`, or null where no money
 * was asked for. `details` names every field at fault; `help` says what to do next. After an unknown outcome,
 * `RwandaPay::resume($error->resume)` continues the very same request.
 */
class RwandaPayException extends \RuntimeException
{
    private const KINDS = [
        'invalid_input' => InvalidInputException::class,
        'refused' => RefusedException::class,
        'conflict' => ConflictException::class,
        'not_found' => NotFoundException::class,
        'auth' => AuthException::class,
        'rate_limited' => RateLimitedException::class,
        'unavailable' => UnavailableException::class,
        'unknown_outcome' => UnknownOutcomeException::class,
        'internal' => InternalException::class,
    ];

    /** The stable name of the error; `getCode()` of PHP holds numbers only. */
    public readonly string $reason;
    public readonly string $kind;
    public readonly ?string $outcome;
    public readonly string $retry;
    public readonly ?int $retryAfterMs;
    public readonly ?string $field;
    public readonly string $help;
    public readonly ?string $related;
    /** @var list<array<string, string>> */
    public readonly array $details;
    public readonly ?int $status;
    public readonly ?string $requestId;
    public readonly ?string $idempotencyKey;
    public readonly ?string $resume;

    /** @param array<string, mixed> $error an error as the core prints it */
    final public function __construct(#[\SensitiveParameter] array $error)
    {
        parent::__construct($error['message']);
        $this->reason = $error['code'];
        $this->kind = $error['kind'];
        $this->outcome = $error['outcome'] ?? null;
        $this->retry = $error['retry'] ?? 'never';
        $this->retryAfterMs = $error['retry_after_ms'] ?? null;
        $this->field = $error['field'] ?? null;
        $this->help = $error['help'] ?? '';
        $this->related = $error['related'] ?? null;
        $this->details = $error['details'] ?? [];
        $this->status = $error['status'] ?? null;
        $this->requestId = $error['request_id'] ?? null;
        $this->idempotencyKey = $error['idempotency_key'] ?? null;
        $this->resume = $error['resume'] ?? null;
    }

    /**
     * The exception of its kind; of this class itself for a kind that is newer than this library.
     *
     * @param array<string, mixed> $error
     */
    public static function of(#[\SensitiveParameter] array $error): self
    {
        $class = self::KINDS[$error['kind']] ?? self::class;
        return new $class($error);
    }
}
